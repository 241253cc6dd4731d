/** GitHub's identity of an issue, read from the addresses that name it. */

/** `https://host/owner/repo/issues/12`, and the same behind an API root (`api.` host, or `/api/v3` of a server). */
const ISSUE_URL =
  /^https?:\/\/[^/\s]+\/(?:api\/v3\/)?(?:repos\/)?([\w.-]+)\/([\w.-]+)\/(?:issues|pull)\/(\d+)(?:[/?#].*)?$/i;

export interface GithubRef {
  /** `owner/repo#12`. */
  readonly ref: string;
  readonly number: number;
}

/** The issue an address names, or null. The host is not part of the answer: one import reads one server. */
export function issueRefOfUrl(url: string): GithubRef | null {
  const [, owner, repo, number] = ISSUE_URL.exec(url) ?? [];
  if (owner === undefined || repo === undefined || number === undefined) return null;
  return { ref: `${owner}/${repo}#${number}`, number: Number(number) };
}
