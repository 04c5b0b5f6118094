import { pages, type Texts } from './texts.js';

export const ko: Texts = {
  codeMail: (code) => ({
    subject: 'Genkan 인증번호',
    paragraphs: [
      '인증번호를 요청한 페이지에 아래 번호를 입력해 주세요. 10분 동안 유효합니다.',
      '직접 요청하지 않았다면 이 메일을 무시하고, 번호를 누구에게도 알려 주지 마세요.',
    ],
    code,
  }),
  codeSms: (code) => `[Genkan] 인증번호 ${code} (10분간 유효). 타인에게 알려 주지 마세요.`,
  welcome: () => ({
    subject: 'Genkan 가입을 환영합니다',
    paragraphs: [
      '회원 가입이 완료되었습니다. 중요한 안내는 이 메일 주소로 보내 드립니다.',
      '로그인한 뒤 결제 수단을 등록하면 서비스를 이용할 수 있습니다.',
    ],
    link: { label: '로그인', path: pages.signIn },
  }),
  newDevice: ({ time, ip }) => ({
    subject: '새로운 기기에서 로그인했습니다',
    paragraphs: [
      `알려지지 않은 기기에서 회원님의 계정에 로그인했습니다: ${time}, 접속 주소 ${ip}.`,
      '본인이 맞다면 아무것도 하지 않아도 됩니다.',
      '본인이 아니라면 아래 페이지에서 모든 세션을 종료하고 즉시 비밀번호를 변경해 주세요.',
    ],
    link: { label: '세션 및 보안', path: pages.security },
  }),
  signInLocked: ({ time, until }) => ({
    subject: '비밀번호를 다섯 번 잘못 입력하여 로그인이 잠겼습니다',
    paragraphs: [
      `회원님의 계정에 잘못된 비밀번호가 다섯 번 입력되었습니다. 마지막 시각은 ${time}이며, ${until}까지 같은 곳에서의 로그인 시도는 거부됩니다.`,
      '이전에 로그인한 적이 있는 기기에서는, 그 기기에서 시도한 것이 아니라면 계속 로그인할 수 있습니다.',
      '본인이 아니라면, 로그인에 성공한 사람은 없습니다. 추측하기 쉽거나 다른 곳에서도 쓰는 비밀번호라면 로그인하여 변경해 주세요.',
    ],
    link: { label: '로그인', path: pages.signIn },
  }),
  footer: '이 메일은 자동으로 발송되었습니다. Genkan은 메일이나 전화로 비밀번호나 인증번호를 묻지 않습니다.',
};
