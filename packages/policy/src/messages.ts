/** Languages that people read Genkan in (acceptance R3). */
export const languages = ['ko', 'en', 'ja', 'zh-CN'] as const;
export type MessageLanguage = (typeof languages)[number];

type Message = Readonly<Record<MessageLanguage, string>>;

/** What `explain` says, by key; `{name}` is replaced by the parameter of that name. Keys are never renamed. */
export const messages = {
  'policy.malformed_request': {
    ko: '요청의 형식이 올바르지 않아 판단할 수 없습니다. 아무것도 허용되지 않습니다.',
    en: 'The request is malformed, so it cannot be decided. Nothing is allowed.',
    ja: 'リクエストの形式が正しくないため判定できません。何も許可されません。',
    'zh-CN': '请求格式不正确，无法判定。不允许任何操作。',
  },
  'policy.other_account': {
    ko: '{resource}은(는) 다른 계정의 리소스입니다. 정책은 자기 계정({accountNo})에만 적용됩니다.',
    en: '{resource} belongs to another account. Policies reach their own account ({accountNo}) only.',
    ja: '{resource} は別のアカウントのリソースです。ポリシーは自分のアカウント（{accountNo}）にのみ適用されます。',
    'zh-CN': '{resource} 属于其他账户。策略仅适用于自己的账户（{accountNo}）。',
  },
  'policy.main_account': {
    ko: '메인 계정은 자기 계정에서 모든 작업을 할 수 있습니다. 정책은 평가되지 않습니다.',
    en: 'The main account may do everything in its own account. Policies are not evaluated.',
    ja: 'メインアカウントは自分のアカウント内ですべての操作を行えます。ポリシーは評価されません。',
    'zh-CN': '主账户在自己的账户内可以执行所有操作。不评估策略。',
  },
  'policy.platform_resource': {
    ko: '{resource}은(는) 플랫폼의 리소스이며, 메인 계정의 권한은 자기 계정에만 미칩니다.',
    en: '{resource} is a resource of the platform; the main account’s rights end at its own account.',
    ja: '{resource} はプラットフォームのリソースです。メインアカウントの権限は自分のアカウントに限られます。',
    'zh-CN': '{resource} 是平台资源；主账户的权限仅限于自己的账户。',
  },
  'policy.allowed_by': {
    ko: '정책 {policy}(버전 {version})의 구문 {statement}이(가) 허용합니다.',
    en: 'Statement {statement} of policy {policy} (version {version}) allows it.',
    ja: 'ポリシー {policy}（バージョン {version}）のステートメント {statement} が許可しています。',
    'zh-CN': '策略 {policy}（版本 {version}）的语句 {statement} 允许此操作。',
  },
  'policy.denied_by': {
    ko: '정책 {policy}(버전 {version})의 구문 {statement}이(가) 거부합니다. 거부는 모든 허용보다 우선합니다.',
    en: 'Statement {statement} of policy {policy} (version {version}) denies it. A Deny outranks every Allow.',
    ja: 'ポリシー {policy}（バージョン {version}）のステートメント {statement} が拒否しています。拒否はすべての許可に優先します。',
    'zh-CN': '策略 {policy}（版本 {version}）的语句 {statement} 拒绝此操作。拒绝优先于所有允许。',
  },
  'policy.failed_by': {
    ko: '정책 {policy}(버전 {version})의 구문 {statement}을(를) 판단할 수 없습니다. 오류가 있으면 아무것도 허용되지 않습니다.',
    en: 'Statement {statement} of policy {policy} (version {version}) cannot be judged. With an error nothing is allowed.',
    ja: 'ポリシー {policy}（バージョン {version}）のステートメント {statement} を判定できません。エラーがある場合は何も許可されません。',
    'zh-CN': '策略 {policy}（版本 {version}）的语句 {statement} 无法判定。出现错误时不允许任何操作。',
  },
  'policy.failed_unexpectedly': {
    ko: '판단 중에 예기치 않은 오류가 발생했습니다. 아무것도 허용되지 않습니다.',
    en: 'Something unexpected went wrong while deciding. Nothing is allowed.',
    ja: '判定中に予期しないエラーが発生しました。何も許可されません。',
    'zh-CN': '判定时发生意外错误。不允许任何操作。',
  },
  'policy.nothing_allows': {
    ko: '{resource}에 대한 {product}의 {action}을(를) 허용하는 구문이 없습니다. 대상이 일치하는 구문: {considered}개.',
    en: 'No statement allows {action} of {product} on {resource}. Statements whose targets match: {considered}.',
    ja: '{resource} に対する {product} の {action} を許可するステートメントがありません。対象が一致するステートメント: {considered} 件。',
    'zh-CN': '没有语句允许对 {resource} 执行 {product} 的 {action}。目标匹配的语句：{considered} 条。',
  },
  'policy.condition_not_met': {
    ko: '정책 {policy}의 구문 {statement}: 조건 {operator} {key} [{values}]을(를) 충족하지 않습니다. 요청의 값: {value}.',
    en: 'Statement {statement} of policy {policy}: the condition {operator} {key} [{values}] is not met. The request has: {value}.',
    ja: 'ポリシー {policy} のステートメント {statement}: 条件 {operator} {key} [{values}] を満たしていません。リクエストの値: {value}。',
    'zh-CN': '策略 {policy} 的语句 {statement}：不满足条件 {operator} {key} [{values}]。请求的值：{value}。',
  },
  'policy.condition_key_absent': {
    ko: '정책 {policy}의 구문 {statement}: 조건 {operator} {key} [{values}]에 필요한 값이 요청에 없습니다.',
    en: 'Statement {statement} of policy {policy}: the condition {operator} {key} [{values}] is not met. The request has no such value.',
    ja: 'ポリシー {policy} のステートメント {statement}: 条件 {operator} {key} [{values}] に必要な値がリクエストにありません。',
    'zh-CN': '策略 {policy} 的语句 {statement}：条件 {operator} {key} [{values}] 所需的值不在请求中。',
  },
  'policy.condition_error': {
    ko: '정책 {policy}의 구문 {statement}: 조건 {operator} {key} [{values}]을(를) 판단할 수 없습니다. 요청의 값: {value}.',
    en: 'Statement {statement} of policy {policy}: the condition {operator} {key} [{values}] cannot be judged. The request has: {value}.',
    ja: 'ポリシー {policy} のステートメント {statement}: 条件 {operator} {key} [{values}] を判定できません。リクエストの値: {value}。',
    'zh-CN': '策略 {policy} 的语句 {statement}：条件 {operator} {key} [{values}] 无法判定。请求的值：{value}。',
  },
  'policy.more_conditions': {
    ko: '그 밖에 {count}개의 조건이 더 있습니다.',
    en: 'Conditions of this kind that are not listed: {count}.',
    ja: 'このほかに同様の条件が {count} 件あります。',
    'zh-CN': '另有 {count} 个同类条件未列出。',
  },
  'policy.grant_would_allow': {
    ko: '{resource}에 대한 {product}의 {action}을(를) 허용하는 구문이 있으면 허용됩니다.',
    en: 'A statement that allows {action} of {product} on {resource} would allow it.',
    ja: '{resource} に対する {product} の {action} を許可するステートメントがあれば許可されます。',
    'zh-CN': '若有语句允许对 {resource} 执行 {product} 的 {action}，则会允许。',
  },
} as const satisfies Readonly<Record<string, Message>>;

export type MessageKey = keyof typeof messages;

/** Something that can be said in each language. */
export interface Sentence {
  readonly key: MessageKey;
  readonly params: Readonly<Record<string, string>>;
}

/** Says a sentence. A parameter's own `{…}` stays as it is. */
export const sayIn = (language: MessageLanguage, { key, params }: Sentence): string =>
  messages[key][language].replace(/\{(\w+)\}/g, (written, name: string) =>
    Object.hasOwn(params, name) ? (params[name] as string) : written,
  );
