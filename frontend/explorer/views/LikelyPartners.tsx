/** Who is likely to work with an organisation, by the network of earlier partners alone. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { EntityList, entityColumns } from "../parts/entities";
import { type Column, Table } from "../parts/Table";
import { LikelyPartners as LIKELY, type LikelyPartnersData, type PredictionMethod } from "../queries/documents";
import { useSetting } from "../routes";
import { listed, score } from "../words";

const METHODS: Readonly<Record<PredictionMethod, string>> = {
  RESOURCE_ALLOCATION: "Resource allocation",
  ADAMIC_ADAR: "Adamic and Adar",
  PREFERENTIAL_ATTACHMENT: "Preferential attachment",
};

export function LikelyPartners({ id }: { id: string }) {
  const [written, setMethod] = useSetting("method", "RESOURCE_ALLOCATION");
  const method = written in METHODS ? (written as PredictionMethod) : "RESOURCE_ALLOCATION";
  const variables = { id, method };
  const answer = useAnswer(LIKELY, variables);
  return (
    <>
      <p class="lead">
        A prediction from who worked with whom, which says nothing of why: another question than with whom it could
        work.
      </p>
      <div class="settings">
        <label>
          Method{" "}
          <select onChange={(event) => setMethod(event.currentTarget.value)}>
            {Object.entries(METHODS).map(([key, label]) => (
              <option key={key} value={key} selected={key === method}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <AsCode asked={[question(LIKELY, variables)]} />
      </div>
      <Answered answer={answer}>
        {({ organisation }) => {
          const rows = organisation?.likelyPartners ?? [];
          if (rows.length === 0) return <Empty>It has no earlier partners from whom anything could be told.</Empty>;
          return (
            <Table
              name="likely-partners"
              caption="Organisations that are not its partners yet, most likely first"
              columns={COLUMNS}
              rows={rows}
              idOf={(row) => row.organisation.id}
            />
          );
        }}
      </Answered>
    </>
  );
}

type Row = NonNullable<LikelyPartnersData["organisation"]>["likelyPartners"][number];

const COLUMNS: readonly Column<Row>[] = [
  { key: "rank", label: "Rank", value: (row) => row.rank, numeric: true },
  ...entityColumns<Row>("organisation", "Organisation", (row) => row.organisation, { said: true }),
  { key: "score", label: "Score", value: (row) => row.score, show: (row) => score(row.score), numeric: true },
  { key: "common_partner_count", label: "Common partners", value: (row) => row.commonPartnerCount, numeric: true },
  {
    key: "common_partners",
    label: "Such as",
    value: (row) => listed(row.commonPartners.map((partner) => partner.name)),
    show: (row) => <EntityList entities={row.commonPartners} />,
    sorts: false,
  },
];
