/** The partnerships of an organisation, and whom it met in them. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { entityColumns } from "../parts/entities";
import { Pager } from "../parts/Pager";
import { PartnershipTable } from "../parts/partnerships";
import { type Column, Table } from "../parts/Table";
import { PartnershipsOf as PARTNERSHIPS, type PartnershipsOfData } from "../queries/documents";
import { to, useSetting } from "../routes";
import { counted } from "../words";

type Found = NonNullable<PartnershipsOfData["organisation"]>;

export function PartnershipsOf({ id }: { id: string }) {
  const [after] = useSetting("partnerships-after");
  const [afterCollaborator] = useSetting("collaborators-after");
  const variables = { id, ...(after ? { after } : {}), ...(afterCollaborator ? { afterCollaborator } : {}) };
  const answer = useAnswer(PARTNERSHIPS, variables);
  return (
    <>
      <div class="settings">
        <AsCode asked={[question(PARTNERSHIPS, variables)]} />
      </div>
      <Answered answer={answer}>{({ organisation }) => (organisation ? <Both found={organisation} /> : null)}</Answered>
    </>
  );
}

function Both({ found }: { found: Found }) {
  const { partnerships, collaborators } = found;
  if (partnerships.totalCount === 0) return <Empty>No partnership of it is known.</Empty>;
  return (
    <>
      <PartnershipTable
        name="partnerships"
        caption={counted(partnerships.totalCount, "partnership", "partnerships")}
        rows={partnerships.nodes}
      />
      <Pager page={partnerships.pageInfo} label="Pages of partnerships" after="partnerships-after" />
      <Table
        name="collaborators"
        caption={`${counted(collaborators.totalCount, "organisation", "organisations")} met in them, most common partnerships first`}
        columns={columns(found.id)}
        rows={collaborators.edges}
        idOf={(row) => row.node.id}
      />
      <Pager page={collaborators.pageInfo} label="Pages of organisations met" after="collaborators-after" />
    </>
  );
}

type Met = Found["collaborators"]["edges"][number];

function columns(id: string): readonly Column<Met>[] {
  return [
    ...entityColumns<Met>("organisation", "Organisation", (row) => row.node, { said: true }),
    { key: "shared_count", label: "Common partnerships", value: (row) => row.sharedCount, numeric: true },
    {
      key: "connection",
      label: "Connection",
      value: (row) => to(["why", id, row.node.id]),
      show: (row) => (
        <a href={to(["why", id, row.node.id])} aria-label={`Why connected with ${row.node.name}`}>
          Why connected
        </a>
      ),
      sorts: false,
    },
  ];
}
