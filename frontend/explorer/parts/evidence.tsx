/** Statements by their ids, asked together once what rests on them is shown. */
import { type Answer, useAnswer } from "../asking";
import { Evidence as EVIDENCE, type EvidenceData, type EvidenceVariables } from "../queries/documents";
import { type Stated, Statements } from "./statements";

const MOST = 100; // ids in one question

export type EvidenceAnswer = Answer<EvidenceData>;

/** Return what is asked of some statements: each once, the first hundred; null where there are none. */
export function evidenceOf(ids: readonly string[]): EvidenceVariables | null {
  const distinct = [...new Set(ids)].slice(0, MOST);
  return distinct.length > 0 ? { ids: distinct } : null;
}

export function useEvidence(ids: readonly string[]): EvidenceAnswer {
  return useAnswer(EVIDENCE, evidenceOf(ids));
}

/** The statements with these ids, with their sources, under a line that opens them. */
export function Evidence({ ids, answer, label }: { ids: readonly string[]; answer: EvidenceAnswer; label: string }) {
  const found = statementsOf(ids, answer);
  return (
    <details class="evidence">
      <summary>{label}</summary>
      {answer.problem ? <p class="quiet">{answer.problem.message}</p> : null}
      <Statements statements={found} />
      {!answer.loading && found.length < ids.length ? (
        <p class="quiet">Further statements are not shown here: the pages of what they join list them.</p>
      ) : null}
    </details>
  );
}

/** Return those of some statements that have been answered. */
export function statementsOf(ids: readonly string[], answer: EvidenceAnswer): readonly Stated[] {
  const known = new Map((answer.data?.nodes ?? []).map((node) => [node?.id, node] as const));
  return ids.map((id) => known.get(id)).filter((node) => node?.provenance !== undefined) as readonly Stated[];
}
