import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Who may do what: the token of the server, and the session of a browser that has shown it. */
export interface Access {
  /** The token, for the page. */
  readonly token: string;
  /** Whether reading needs the token, or the session, as well. */
  readonly isNeededToRead: boolean;
  isToken(given: string): boolean;
  /** @param cookies the header of that name */
  hasSession(cookies: string | undefined): boolean;
  /** A cookie that stands for the token where only the browser speaks: when the page and its event streams are fetched. */
  readonly sessionCookie: string;
}

/** A token that nobody guesses. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** @param port part of the cookie's name: browsers share cookies among all ports of a host */
export function createAccess(token: string, isNeededToRead: boolean, port: number): Access {
  const [session, name] = [randomToken(), `stepspan-${port}`];
  const [isToken, isSession] = [equalTo(token), equalTo(session)];
  return {
    token,
    isNeededToRead,
    isToken,
    hasSession: (cookies = "") => isSession(cookieOf(cookies, name)),
    sessionCookie: `${name}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

/** Compares in a time that says nothing of the secret. */
function equalTo(secret: string): (given: string) => boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}

function cookieOf(cookies: string, name: string): string {
  const found = cookies.split(";").find((cookie) => cookie.trim().startsWith(`${name}=`));
  return found === undefined ? "" : found.trim().slice(name.length + 1);
}
