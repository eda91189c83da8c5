/** What stands where an id leads nowhere. */
import { Page } from "./Page";

export function NotFound({ id }: { id: string }) {
  return (
    <Page title="Not in this dataset">
      <p>
        Nothing here has the id <code>{id}</code>. It may be of another dataset or version.{" "}
        <a href="#/">Go to the start</a>, or search above.
      </p>
    </Page>
  );
}
