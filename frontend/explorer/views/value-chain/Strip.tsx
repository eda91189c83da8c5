/** Stages side by side, or one under the other where there is no room. */
import { EntityLink, type Named } from "../../parts/entities";
import { Origin } from "../../parts/statements";
import { counted } from "../../words";

export interface Place {
  readonly stage: Named;
  readonly organisations: readonly Named[];
  /** Organisations that are not listed. */
  readonly more?: number;
  readonly origins: readonly string[];
}

export function Strip({ stages }: { stages: readonly Place[] }) {
  return (
    <ol class="strip">
      {stages.map(({ stage, organisations, more = 0, origins }) => (
        <li key={stage.id} class={organisations.length > 0 ? "occupied" : "vacant"}>
          <p class="stage">
            <EntityLink entity={stage} />
          </p>
          {organisations.length > 0 ? (
            <ul>
              {organisations.map((organisation) => (
                <li key={organisation.id}>
                  <EntityLink entity={organisation} />
                </li>
              ))}
            </ul>
          ) : (
            <p class="quiet">Nobody is known to work here.</p>
          )}
          {more > 0 ? <p class="quiet">and {counted(more, "other", "others")}</p> : null}
          {origins.map((origin) => (
            <Origin key={origin} origin={origin} />
          ))}
        </li>
      ))}
    </ol>
  );
}
