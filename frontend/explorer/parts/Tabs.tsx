/** Tabs after the ARIA pattern: arrows, Home and End move; the chosen one is kept in the address where it has a name there. */
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import { useSetting } from "../routes";

export interface Tab {
  readonly key: string;
  readonly label: ComponentChildren;
  readonly content: () => ComponentChildren;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** Setting of the address; without one the choice is kept here. */
  readonly setting?: string;
}

export function Tabs({ label, tabs, setting }: Props) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [chosen, choose] = useChoice(setting, tabs[0]?.key ?? "");
  const place = Math.max(
    0,
    tabs.findIndex((tab) => tab.key === chosen),
  );
  const current = tabs[place];
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: place + 1,
      ArrowLeft: place - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (step + tabs.length) % tabs.length;
    choose(tabs[next]?.key ?? "");
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <div class="tabs">
      <div ref={list} role="tablist" aria-label={label} onKeyDown={move} tabIndex={-1}>
        {tabs.map((tab, index) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={index === place}
            aria-controls={`${id}-panel`}
            tabIndex={index === place ? 0 : -1}
            onClick={() => choose(tab.key)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current?.key}`}>
        {current?.content()}
      </div>
    </div>
  );
}

function useChoice(setting: string | undefined, standard: string): [string, (key: string) => void] {
  const [kept, keep] = useState(standard);
  const [written, write] = useSetting(setting ?? "", standard);
  return setting ? [written, (key) => write(key, true)] : [kept, keep];
}
