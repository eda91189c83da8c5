/** An id of any kind: goes on to the view that shows it. */
import { useEffect } from "preact/hooks";

import { useAnswer } from "../asking";
import { Answered, Loading } from "../parts/Answered";
import { addressOf } from "../parts/entities";
import { NotFound } from "../parts/NotFound";
import { EntityKind as ENTITY_KIND } from "../queries/documents";
import { go, type ViewProps } from "../routes";

export function Entity({ params }: ViewProps) {
  const id = params.id ?? "";
  const answer = useAnswer(ENTITY_KIND, { id });
  const found = answer.data?.node;
  useEffect(() => {
    if (found?.kind) go(addressOf({ id, kind: found.kind }), true);
  }, [found, id]);
  if (answer.data && !found?.kind) return <NotFound id={id} />;
  return <Answered answer={answer}>{() => <Loading />}</Answered>;
}
