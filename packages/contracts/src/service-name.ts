/**
 * The services that have contracts here: on which port each listens unless told, and what its operations are about. A new one is a
 * new line, which `npm run new:service` writes.
 */
export const services = {
  gateway: { port: 4400, about: 'What the gateway answers by itself.' },
  identity: { port: 4401, about: 'Sign-up, members, sign-in and sessions.' },
  verification: { port: 4402, about: 'Codes by which a visitor proves an e-mail address or a phone number.' },
  audit: { port: 4403, about: 'The log of an account.' },
} as const;

export type ServiceName = keyof typeof services;
export const serviceNames = Object.keys(services) as readonly ServiceName[];

/** The services behind the gateway: all others. */
export type UpstreamName = Exclude<ServiceName, 'gateway'>;
export const upstreamNames = serviceNames.filter((name) => name !== 'gateway');

type Underscored<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Name;
export type UrlVariable<Name extends string> = `${Uppercase<Underscored<Name>>}_URL`;

/** The variable that tells the gateway where a service answers: `SUB_ACCOUNT_URL` for `sub-account`. */
export const urlVariable = <Name extends string>(name: Name) =>
  `${name.replaceAll('-', '_').toUpperCase()}_URL` as UrlVariable<Name>;
