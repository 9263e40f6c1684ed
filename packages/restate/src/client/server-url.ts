import { DefinitionError } from "@stepspan/engine";
import { describeThrown } from "@stepspan/engine/hosting";

/**
 * The address of a server, without a slash at its end.
 *
 * @param option what it was given as: `ingressUrl`
 * @throws DefinitionError for what is no address of HTTP, and for one with a password, a query or a fragment in it
 */
export function checkedUrl(given: unknown, option: string, place: string): string {
  const usual = option === "adminUrl" ? "http://127.0.0.1:9070" : "http://127.0.0.1:8080";
  const refuse = (problem: string) =>
    new DefinitionError(`${place} got ${problem} as ${option}. Give the address of Restate: "${usual}".`);
  if (typeof given !== "string" || !URL.canParse(given)) throw refuse(describeThrown(given));
  const { protocol, username, password, search, hash, href } = new URL(given);
  if (protocol !== "http:" && protocol !== "https:") throw refuse(`an address of ${JSON.stringify(protocol)}`);
  if (username !== "" || password !== "") throw refuse("an address with a user or a password in it");
  if (search !== "" || hash !== "") throw refuse("an address with a query or a fragment");
  return href.replace(/\/+$/, "");
}
