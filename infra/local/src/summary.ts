import type { PlatformDescription } from './platform-description.js';

/** What a person sees when the platform is up: what to open and what to do next. */
export function summary({ publicUrl, sandboxUrl }: PlatformDescription, seconds: number): string {
  return `
  Genkan is up (${seconds.toFixed(1)} s)

    Gateway          ${publicUrl}
    API reference    ${publicUrl}/api/docs
    Mail and SMS     ${sandboxUrl}   every code and notice that is sent lands here

    Sign up          ask for a code on the API reference page (or by the README's walk-through) and read it in the inbox
    See it played    npm run demo          the story of one member, each step with its audit record
    Watch the audit  npm run audit:tail    every record as it comes

  In a browser use Chromium or Firefox: Safari refuses the \`__Host-\` cookies on http.
  Logs are in .genkan/logs. Ctrl-C ends everything.
`;
}
