/** Ways to the next and the previous page of a list; the cursor stands in the address. */
import { changed, usePlace } from "../routes";

const PAGE = 25;

/** Return the variables that say which page of a list the address means. */
export function usePage(): { first?: number; after?: string; last?: number; before?: string } {
  const { settings } = usePlace();
  const [after, before] = ["after", "before"].map((name) => settings.get(name));
  if (before) return { last: PAGE, before };
  return { first: PAGE, ...(after ? { after } : {}) };
}

interface Props {
  /** `pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`; the last two of a list that goes forward may lack. */
  readonly page: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor?: string | null;
    readonly endCursor: string | null;
  };
  readonly label: string;
  /** Settings of the address that hold the cursors. */
  readonly after?: string;
  readonly before?: string;
}

export function Pager({ page, label, after = "after", before = "before" }: Props) {
  if (!page.hasNextPage && !page.hasPreviousPage) return null;
  return (
    <nav class="pager" aria-label={label}>
      {page.hasPreviousPage ? <a href={changed({ [after]: null, [before]: null })}>First page</a> : null}
      {page.hasPreviousPage && page.startCursor ? (
        <a href={changed({ [after]: null, [before]: page.startCursor })}>Previous page</a>
      ) : null}
      {page.hasNextPage ? <a href={changed({ [after]: page.endCursor, [before]: null })}>Next page</a> : null}
    </nav>
  );
}
