import { foldLookAlikes, type IsCommonPassword, loadCommonPasswords } from './common-passwords.js';

/** Why a password is refused; stable, the keys of the translated texts. */
export const PASSWORD_PROBLEMS = [
  'too_short',
  'too_long',
  'bad_character',
  'needs_letter',
  'needs_digit',
  'needs_special',
  'common',
  'contains_email',
  'contains_name',
] as const;

/** One reason to refuse a password. */
export type PasswordProblem = (typeof PASSWORD_PROBLEMS)[number];

/** What is known of the person who chooses it. */
export interface PasswordOwner {
  readonly email?: string | undefined;
  /** Names as the person wrote them; their words of at least four characters may not occur. */
  readonly names?: readonly string[] | undefined;
}

/** The rules for a member's password (acceptance R1). */
export interface PasswordPolicy {
  readonly minLength: number;
  readonly maxLength: number;
  /** All reasons to refuse a password, taken exactly as typed; empty when it is accepted. */
  problemsOf(password: string, owner?: PasswordOwner): readonly PasswordProblem[];
}

const MIN_LENGTH = 8;
const DEFAULT_MAX_LENGTH = 16;
const LARGEST_MAX_LENGTH = 128;
/** Twice the longest password, because a character outside of the BMP has two units. */
const LONGEST_LOOKED_AT = 2 * LARGEST_MAX_LENGTH;
/** Shorter pieces of a name or an address occur in any good password. */
const SHORTEST_PIECE = 4;

/**
 * The policy with the operator's maximum (16 unless told, up to 128). Printable ASCII only, so that a password can be typed on
 * every keyboard and has one spelling in bytes.
 */
export function createPasswordPolicy(
  options: { maxLength?: number; isCommon?: IsCommonPassword } = {},
): PasswordPolicy {
  const { maxLength = DEFAULT_MAX_LENGTH, isCommon = loadCommonPasswords() } = options;
  if (!(maxLength >= DEFAULT_MAX_LENGTH && maxLength <= LARGEST_MAX_LENGTH)) {
    throw new RangeError(`the longest password has ${DEFAULT_MAX_LENGTH} to ${LARGEST_MAX_LENGTH} characters`);
  }
  return {
    minLength: MIN_LENGTH,
    maxLength,
    problemsOf(password, owner = {}) {
      // A text of any length is not checked for more, or its sender would choose the cost.
      if (password.length > LONGEST_LOOKED_AT) return ['too_long'];
      const length = [...password].length;
      const refused: Record<PasswordProblem, boolean> = {
        too_short: length < MIN_LENGTH,
        too_long: length > maxLength,
        bad_character: !/^[ -~]*$/.test(password),
        needs_letter: !/[A-Za-z]/.test(password),
        needs_digit: !/\d/.test(password),
        needs_special: !/[^A-Za-z\d]/.test(password),
        common: isCommon(password),
        contains_email: piecesOfEmail(owner.email).some(occursIn(password)),
        contains_name: (owner.names ?? []).flatMap(piecesOf).some(occursIn(password)),
      };
      return PASSWORD_PROBLEMS.filter((problem) => refused[problem]);
    },
  };
}

/** `Kim.Minsu+news@example.com`: the local part as a whole, and its words; the tag and the domain are no secret pattern. */
function piecesOfEmail(email = ''): string[] {
  const [local = ''] = email.split('@');
  return [local, ...piecesOf(local)];
}

function piecesOf(text: string): string[] {
  return [text.trim(), ...text.split(/[\s.+_-]+/)];
}

/** Case and look-alikes do not hide a piece: `M1nsu` is `minsu`. */
function occursIn(password: string): (piece: string) => boolean {
  const folded = foldLookAlikes(password);
  return (piece) => piece.length >= SHORTEST_PIECE && folded.includes(foldLookAlikes(piece));
}
