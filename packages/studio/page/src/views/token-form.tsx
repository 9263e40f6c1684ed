import type { FormEvent } from "react";
import type { RequestError } from "../server/requests.ts";
import { Text } from "./text.tsx";

interface TokenFormProps {
  readonly problem: RequestError;
  readonly onGiven: (token: string) => void;
}

/** Asks for the token, where the server wants it for reading too. */
export function TokenForm({ problem, onGiven }: TokenFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get("token");
    if (typeof given === "string" && given.trim() !== "") onGiven(given.trim());
  };
  return (
    <main className="token-page">
      <form className="token-form" onSubmit={submit}>
        <h1>Stepspan</h1>
        <p>
          <Text>{problem.message}</Text>
        </p>
        <label className="field">
          <span className="field-name">Token</span>
          <input className="input" name="token" type="password" autoComplete="off" required />
        </label>
        <button type="submit" className="button button-main">
          Look at the runs
        </button>
      </form>
    </main>
  );
}
