/** Which statements count, by how they came about: kept in the address. */
import type { StatementOrigin } from "../queries/documents";
import { changed, go, useSetting } from "../routes";

const CHOICES: Readonly<Record<string, { label: string; origins: readonly StatementOrigin[] | null }>> = {
  all: { label: "all statements", origins: null },
  known: { label: "not what is inferred", origins: ["STATED", "IMPORTED", "DERIVED"] },
  stated: { label: "only what sources state", origins: ["STATED", "IMPORTED"] },
};

/** Return the origins of the address; null for all. */
export function originsOf(settings: URLSearchParams): readonly StatementOrigin[] | null {
  return CHOICES[settings.get("statements") ?? "all"]?.origins ?? null;
}

/** The choice, which begins its list of pages anew; `label` says what the statements are for. */
export function OriginChoice({ label }: { label: string }) {
  const [chosen] = useSetting("statements", "all");
  const choose = (key: string) => go(changed({ statements: key === "all" ? null : key, after: null }));
  return (
    <label>
      {label}{" "}
      <select onChange={(event) => choose(event.currentTarget.value)}>
        {Object.entries(CHOICES).map(([key, choice]) => (
          <option key={key} value={key} selected={key === chosen}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}
