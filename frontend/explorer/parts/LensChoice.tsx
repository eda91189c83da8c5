/** Which facets must differ and which must meet, kept in the address. */
import { useSetting } from "../routes";
import { LENSES } from "../words";

export type Lens = "CROSS_SECTOR" | "GENERAL";

/** Return the lens of the address. */
export function useLens(): Lens {
  const [lens] = useSetting("lens", "CROSS_SECTOR");
  return lens === "GENERAL" ? "GENERAL" : "CROSS_SECTOR";
}

export function LensChoice() {
  const [, setLens] = useSetting("lens", "CROSS_SECTOR");
  const lens = useLens();
  return (
    <fieldset class="choice">
      <legend>Lens</legend>
      {Object.entries(LENSES).map(([key, { word }]) => (
        <label key={key}>
          <input type="radio" name="lens" value={key} checked={key === lens} onChange={() => setLens(key)} /> {word}
        </label>
      ))}
      <p class="quiet">{LENSES[lens]?.meaning}</p>
    </fieldset>
  );
}
