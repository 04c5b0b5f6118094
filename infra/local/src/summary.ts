import type { PlatformDescription } from './platform-description.js';

/** What a person sees when the platform is up: what to open, what to type next, how to stop. */
export function summary({ publicUrl, sandboxUrl }: PlatformDescription, seconds: number): string {
  const docs = `${publicUrl}/api/docs`;
  return `
  Genkan is up (${seconds.toFixed(1)} s)

  Open in Chromium or Firefox (Safari refuses the \`__Host-\` cookies on http)
    ${sandboxUrl.padEnd(docs.length)}   inbox: every mail and SMS that is sent lands here, with its code
    ${docs}   the API: how to call it, and every endpoint with an example

  Type in another terminal, in this folder
    npm run demo           an individual signs up and signs in; each call is shown with its record in the audit
    npm run audit:tail     every record as it comes; leave it open beside the demo

  Sign up yourself, call by call: "Walk through it with curl" in README.md. First type there
    export API=${publicUrl}/api/v1 INBOX=${sandboxUrl}/api/messages

  Stop with Ctrl-C: it ends everything, the data stays. Logs are in .genkan/logs.
`;
}
