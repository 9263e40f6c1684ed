import type { PageFile } from "./page-files.ts";
import { tokenHeader } from "./protocol.ts";

/** Where the script of `signInPage` is. */
export const signInScriptPath = "/sign-in.js";

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Stepspan</title>
    <script src="${signInScriptPath}" defer></script>
  </head>
  <body>
    <main>
      <h1>Stepspan</h1>
      <form>
        <p><label for="token">Token of this server</label></p>
        <p><input id="token" type="password" autocomplete="current-password" required autofocus /></p>
        <p><button type="submit">Open</button></p>
        <p role="status"></p>
      </form>
      <noscript>This page needs JavaScript.</noscript>
    </main>
  </body>
</html>
`;

const script = `document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = document.querySelector("[role=status]");
  const token = document.getElementById("token").value.trim();
  try {
    const headers = { "content-type": "application/json", "${tokenHeader}": token };
    const answer = await fetch("/api/session", { method: "POST", headers, body: "{}" });
    if (answer.ok) location.reload();
    else told.textContent = (await answer.json()).error;
  } catch (thrown) {
    told.textContent = String(thrown);
  }
});
`;

/** Asks for the token, where reading needs it: the page itself follows once the browser has a session. */
export const signInPage: PageFile = fileOf(html, "text/html; charset=utf-8");
export const signInScript: PageFile = fileOf(script, "text/javascript; charset=utf-8");

function fileOf(text: string, type: string): PageFile {
  return { bytes: new TextEncoder().encode(text), type };
}
