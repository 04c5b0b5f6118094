import passport from 'passport';
import { Strategy } from 'passport-local';

/** Says who signs in, or null; what they may do is decided elsewhere. */
export type Authenticate<Who> = (loginId: string, password: string) => Promise<Who | null>;

/** Checks a login id and a password with passport's local strategy: an instance of its own, without sessions. */
export function passportLocal<Who extends object>(verify: Authenticate<Who>): Authenticate<Who> {
  const own = new passport.Passport();
  own.use(
    new Strategy({ usernameField: 'loginId', passwordField: 'password', session: false }, (loginId, password, done) => {
      verify(loginId, password).then((who) => done(null, who ?? false), done);
    }),
  );
  return (loginId, password) =>
    new Promise((resolve, reject) => {
      const decide = (error: unknown, who?: Who | false | null) => (error ? reject(error) : resolve(who || null));
      own.authenticate('local', { session: false }, decide)({ body: { loginId, password } }, {}, reject);
    });
}
