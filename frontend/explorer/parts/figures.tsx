/** Figures that are seen and read. */
import { score } from "../words";

/** A value from 0 to 1 with a bar beside it; null is unknown and has none. */
export function ScoreBar({ value }: { value: number | null }) {
  if (value === null) return <span class="quiet">unknown</span>;
  return (
    <span class="score">
      <span class="figure">{score(value)}</span>
      <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="ground" width="100" height="8" />
        <rect class="value" width={Math.max(0, Math.min(1, value)) * 100} height="8" />
      </svg>
    </span>
  );
}
