/** A filter by a part of the name, kept in the address. */
import { changed, go, useSetting } from "../routes";

export function NameFilter() {
  const [name] = useSetting("name");
  return (
    <form
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget).get("name");
        go(changed({ name: typeof given === "string" ? given.trim() : "", after: null, before: null }));
      }}
    >
      <label>
        Name contains <input name="name" maxLength={200} defaultValue={name} />
      </label>
      <button type="submit">Filter</button>
    </form>
  );
}
