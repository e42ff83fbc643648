/** The most of these requests that came within so long (ms) of each other. */
export function mostWithin(ms: number, requests: readonly { readonly at: string }[]): number {
  const at = requests.map((request) => Date.parse(request.at));
  return Math.max(0, ...at.map((from) => at.filter((one) => one >= from && one < from + ms).length));
}
