import { fileURLToPath } from 'node:url';
import type { ActivityRecord } from '@genkan/contracts/audit/activities';
import { readPlatformDescription } from '@genkan/local/platform-description';
import { Client } from './client.js';
import { findRecords } from './find-records.js';
import { Inbox } from './inbox.js';
import { newPerson, type Step, signIn, signUp } from './individual.js';

const dataDir = process.env.GENKAN_DATA_DIR ?? fileURLToPath(new URL('../../../../.genkan', import.meta.url));

/** `npm run demo`: an individual signs up and signs in; every call is then found in the audit. Exit code 0 only if all are. */
async function demo(): Promise<boolean> {
  const platform = readPlatformDescription(dataDir);
  const visitor = new Client(platform.publicUrl);
  const person = newPerson();
  const steps: Step[] = [];
  const tell = (step: Step) => {
    steps.push(step);
    console.log(`${String(steps.length).padStart(2)}. ${step.title} → ${step.reply.status}`);
  };

  console.log(`\n${person.email} comes to the front door at ${platform.publicUrl}\n`);
  console.log(
    '    (reads what one can sign up as: before there is a draft, so its record is in the log of the platform)',
  );
  const accountNo = await signUp(visitor, new Inbox(platform.sandboxUrl), person, tell);
  await tell({ title: 'signs in', reply: await signIn(visitor, person) });
  await tell({ title: 'looks at the own sessions', reply: await visitor.expect(200, 'GET', '/sessions') });

  console.log(`\nAccount ${accountNo}. What the audit knows of each of these calls:\n`);
  const found = await findRecords(visitor, steps);
  for (const [index, { title, reply }] of steps.entries()) printRecord(index + 1, title, found.get(reply.requestId));
  const missing = steps.filter(({ reply }) => !found.has(reply.requestId));
  console.log(
    missing.length === 0
      ? `\nAll ${steps.length} calls are in the audit. Read more: GET ${platform.publicUrl}/api/v1/activities\n`
      : `\n${missing.length} of ${steps.length} calls are NOT in the audit.\n`,
  );
  return missing.length === 0;
}

function printRecord(number: number, title: string, record: ActivityRecord | undefined): void {
  console.log(`${String(number).padStart(2)}. ${title}`);
  if (!record) {
    console.log('    not found');
    return;
  }
  const { time, action, result, actor, type, id } = record;
  console.log(`    ${time}  ${action} ${result} by ${actor.type} ${actor.loginId ?? actor.id ?? ''}`);
  console.log(`    ${type}  ${id}`);
}

process.exitCode = (await demo()) ? 0 : 1;
