/** A box that suggests entities while one types: an ARIA combobox with a list. */
import { useEffect, useId, useState } from "preact/hooks";

import { type Answer, useAnswer } from "../asking";
import { type EntityKind, KINDS } from "../kinds";
import { Suggest, type SuggestData } from "../queries/documents";
import { go, to } from "../routes";
import { addressOf, Mark, type Named } from "./entities";

interface Props {
  readonly label: string;
  /** Only entities of these kinds. */
  readonly kinds?: readonly EntityKind[];
  /** What happens with the entity chosen; its page opens if not said. */
  readonly onChoose?: (entity: Named) => void;
  /** Show the label, rather than say it only to who listens. */
  readonly labelled?: boolean;
}

const PAUSE = 120; // milliseconds without a key before the server is asked

export function SearchBox({ label, kinds, onChoose, labelled = false }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const prefix = usePaused(text.trim());
  const answer = useAnswer(Suggest, prefix ? { prefix, kinds: kinds ?? null } : null);
  const typing = prefix !== text.trim();
  const found = prefix && text.trim() ? (answer.data?.suggest ?? []) : [];
  const choose = (entity: Named) => {
    setText("");
    setOpen(false);
    if (onChoose) onChoose(entity);
    else go(addressOf(entity));
  };
  const submit = () => {
    const entity = found[active]?.entity;
    if (entity) return choose(entity);
    if (onChoose || !text.trim()) return;
    setOpen(false);
    go(to(["search"], { text: text.trim() }));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + found.length + (active < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === "Escape") setOpen(false);
  };
  const shown = open && text.trim() !== "";
  return (
    <form
      class="search"
      role={onChoose ? undefined : "search"}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for={id} class={labelled ? "" : "unseen"}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        // biome-ignore lint/a11y/noRedundantRoles: without a datalist the element has no such role of its own
        role="combobox"
        list={undefined}
        autoComplete="off"
        placeholder={labelled ? "" : label}
        maxLength={200}
        value={text}
        aria-expanded={shown && found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && found[active] ? `${id}-${active}` : undefined}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <Suggestions
        id={id}
        shown={shown}
        typing={typing}
        answer={answer}
        found={found}
        active={active}
        choose={choose}
      />
    </form>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly shown: boolean;
  /** Whether the server has not been asked yet. */
  readonly typing: boolean;
  readonly answer: Answer<SuggestData>;
  readonly found: SuggestData["suggest"];
  readonly active: number;
  readonly choose: (entity: Named) => void;
}

function Suggestions({ id, shown, typing, answer, found, active, choose }: SuggestionsProps) {
  const none = shown && !typing && !answer.loading && found.length === 0;
  return (
    <div class="suggestions" hidden={!shown}>
      <div id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={found.length === 0}>
        {found.map(({ entity, hint }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the combobox
          <div
            key={entity.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(entity)}
          >
            <Mark kind={entity.kind} /> {entity.name}
            <span class="quiet">
              {" "}
              {KINDS[entity.kind].one}
              {hint ? `, ${hint}` : ""}
            </span>
          </div>
        ))}
      </div>
      <p role="status" class={none || (shown && answer.problem) ? "" : "unseen"}>
        {answer.problem?.message ??
          (none ? "Nothing begins like that. Enter searches within names." : said(shown, found))}
      </p>
    </div>
  );
}

function said(shown: boolean, found: SuggestData["suggest"]): string {
  return shown && found.length > 0 ? `${found.length} suggestions` : "";
}

/** Return the text once no key has been pressed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text ? PAUSE : 0);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
