import { pages, type Texts } from './texts.js';

export const zhCn: Texts = {
  codeMail: (code) => ({
    subject: 'Genkan 验证码',
    paragraphs: [
      '请在索取验证码的页面输入以下号码，10 分钟内有效。',
      '如果不是您本人索取，请忽略此邮件，不要把验证码告诉任何人。',
    ],
    code,
  }),
  codeSms: (code) => `[Genkan] 验证码 ${code}，10 分钟内有效。请勿告诉他人。`,
  welcome: () => ({
    subject: '欢迎加入 Genkan',
    paragraphs: ['您已成为会员。重要通知将发送到此邮箱。', '请登录并登记付款方式，之后即可使用服务。'],
    link: { label: '登录', path: pages.signIn },
  }),
  newDevice: ({ time, ip }) => ({
    subject: '您的账号在新设备上登录',
    paragraphs: [
      `有人在一台未知设备上登录了您的账号：${time}，来源地址 ${ip}。`,
      '如果是您本人，则无需任何操作。',
      '如果不是您本人，请打开以下页面，结束所有会话并立即修改密码。',
    ],
    link: { label: '会话与安全', path: pages.security },
  }),
  signInLocked: ({ time, until }) => ({
    subject: '密码连续五次错误，登录已锁定',
    paragraphs: [
      `您的账号被输入了五次错误密码，最后一次在 ${time}。在 ${until} 之前，来自同一处的尝试将被拒绝。`,
      '在您以前登录过的设备上，只要尝试不是来自该设备，仍可登录。',
      '如果不是您本人，也没有人登录成功。如果密码容易被猜到或在别处使用过，请登录后修改。',
    ],
    link: { label: '登录', path: pages.signIn },
  }),
  notArrived: {
    mailbox_full: '您的邮箱可能已满。请删除一些邮件，然后重新索取验证码。',
    spam_filter:
      '邮件可能被垃圾邮件过滤器拦截。请查看垃圾邮件文件夹。如果没有找到，请允许接收 Genkan 的邮件后重新索取，或改用其他邮箱。',
    wrong_address: '邮箱地址可能有误。请仔细核对，如有错误，请输入正确的地址。',
    slow_provider: '邮件服务商的处理可能较慢。请等待几分钟。如果仍未收到，请重新索取验证码。',
  },
  footer: '此邮件由系统自动发送。Genkan 不会通过邮件或电话询问您的密码或验证码。',
};
