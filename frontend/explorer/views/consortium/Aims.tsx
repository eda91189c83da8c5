/** What a consortium wants to cover, and which statements count: chosen by the reader, kept in the address. */
import { useAnswer } from "../../asking";
import { EntityLink, type Named } from "../../parts/entities";
import { OriginChoice } from "../../parts/OriginChoice";
import { SearchBox } from "../../parts/SearchBox";
import { Named as NAMED } from "../../queries/documents";
import { changed, go } from "../../routes";

const KINDS = [
  "SECTOR",
  "TECHNOLOGY_FIELD",
  "S3_PRIORITY_AREA",
  "EMERGING_INDUSTRY",
  "TARGET_SECTOR",
  "CHALLENGE",
] as const;

export function Aims({ targets, names }: { targets: readonly string[]; names: ReadonlyMap<string, Named> }) {
  const choose = (next: readonly string[]) => go(changed({ targets: next.length > 0 ? next : "none" }));
  return (
    <section class="aims" aria-labelledby="aims">
      <h2 id="aims">Aims</h2>
      {targets.length > 0 ? (
        <ul class="chips" aria-label="Aims">
          {targets.map((id) => {
            const entity = names.get(id);
            return (
              <li key={id}>
                {entity ? <EntityLink entity={entity} /> : id}
                <button
                  type="button"
                  class="small"
                  onClick={() => choose(targets.filter((other) => other !== id))}
                  aria-label={`Drop the aim ${entity?.name ?? id}`}
                >
                  Drop
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
      <SearchBox
        label="Add an aim"
        kinds={KINDS}
        onChoose={({ id }) => choose([...targets.filter((other) => other !== id), id])}
        labelled
      />
      <div class="settings">
        <OriginChoice label="Members hold terms by" />
      </div>
    </section>
  );
}

/** Return the names and kinds of some ids, of those that exist, and whether they have been answered. */
export function useNames(ids: readonly string[]): { readonly names: readonly Named[]; readonly done: boolean } {
  const answer = useAnswer(NAMED, ids.length > 0 ? { ids } : null);
  const nodes = ids.length > 0 ? (answer.data?.nodes ?? []) : [];
  const names = nodes.flatMap((node) =>
    node?.kind && node.name ? [{ id: node.id, kind: node.kind, name: node.name }] : [],
  );
  return { names, done: ids.length === 0 || !answer.loading };
}
