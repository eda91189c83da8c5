/**
 * Every view of the explorer: where it is, and what of the API's answers must be seen in it.
 *
 * `heading` is its title, `shows` texts that stand anywhere in it, `tables` the rows of each table in their order, each
 * as texts that stand in the row. All take `said`, which returns what the page was answered to a document.
 */
const CLUSTER = "cluster:indescat";
const PARTNERSHIP = "partnership:smartsports4goodlife";

export const VIEWS = [
  {
    name: "landing",
    path: "/",
    heading: () => "Who could work with whom, and why",
    shows: (said) => [
      said("Landing").dataset.title,
      ...said("Landing").dataset.counts.map(({ count }) => figure(count)),
      ...facets(said("Landing").organisations.aggregate).slice(0, 10),
    ],
    tables: (said) => ({ synergies: pairs(said("RankedSynergies").synergies) }),
  },
  {
    name: "landing-general",
    path: "/?lens=GENERAL&country=ES",
    heading: () => "Who could work with whom, and why",
    tables: (said) => ({ synergies: pairs(said("RankedSynergies").synergies) }),
  },
  {
    name: "search",
    path: "/search?text=sport",
    heading: () => "Found for “sport”",
    shows: (said) => said("Search").search.kinds.map(({ count }) => figure(count)),
    tables: (said) => ({ found: said("Search").search.edges.map(({ node, score }) => [node.name, score.toFixed(3)]) }),
  },
  {
    name: "organisations",
    path: "/organisations?countries=ES&order=PARTNERSHIP_COUNT",
    heading: () => "Organisations",
    shows: (said) => [`${figure(said("Organisations").organisations.totalCount)} organisations`],
    tables: (said) => ({
      organisations: said("Organisations").organisations.nodes.map(({ name, country, partnerships }) => [
        name,
        country.name,
        figure(partnerships.totalCount),
      ]),
    }),
  },
  {
    name: "partnerships",
    path: "/partnerships",
    heading: () => "Partnerships",
    tables: (said) => ({ partnerships: said("Partnerships").partnerships.nodes.map(partnership) }),
  },
  {
    name: "terms",
    path: "/terms?kind=EMERGING_INDUSTRY",
    heading: () => "Terms",
    tables: (said) => ({
      terms: said("Terms").concepts.nodes.map((term) => [term.name, figure(term.organisations.totalCount)]),
    }),
  },
  {
    name: "regions",
    path: "/regions?level=2",
    heading: () => "Regions",
    tables: (said) => ({ regions: said("Places").regions.nodes.map(({ name, nutsCode }) => [name, nutsCode]) }),
  },
  {
    name: "value-chains",
    path: "/value-chains",
    heading: () => "Value chains",
    shows: (said) => said("ValueChains").valueChains.nodes.flatMap(({ name, stages }) => [name, ...names(stages)]),
  },
  {
    name: "organisation",
    path: `/organisation/${CLUSTER}`,
    heading: (said) => said("Organisation").organisation.name,
    shows: (said) => {
      const { city, region, country, memberCount, facets } = said("Organisation").organisation;
      return [city, region.name, country.name, figure(memberCount), ...facets.edges.map(({ node }) => node.name)];
    },
  },
  {
    name: "organisation-partners",
    path: `/organisation/${CLUSTER}?tab=partners`,
    heading: (said) => said("Organisation").organisation.name,
    tables: (said) => ({ partners: pairs(said("Partners").organisation.synergies) }),
  },
  {
    name: "organisation-likely",
    path: `/organisation/${CLUSTER}?tab=likely`,
    heading: (said) => said("Organisation").organisation.name,
    tables: (said) => ({
      "likely-partners": said("LikelyPartners").organisation.likelyPartners.map(({ rank, score, organisation }) => [
        figure(rank),
        organisation.name,
        score.toFixed(3),
      ]),
    }),
  },
  {
    name: "organisation-partnerships",
    path: `/organisation/${CLUSTER}?tab=partnerships`,
    heading: (said) => said("Organisation").organisation.name,
    tables: (said) => ({
      partnerships: said("PartnershipsOf").organisation.partnerships.nodes.map(partnership),
      collaborators: said("PartnershipsOf").organisation.collaborators.edges.map(({ node, sharedCount }) => [
        node.name,
        figure(sharedCount),
      ]),
    }),
  },
  {
    name: "organisation-statements",
    path: `/organisation/${CLUSTER}?tab=statements`,
    heading: (said) => said("Organisation").organisation.name,
    tables: (said) => statements(said("Statements").node),
  },
  {
    name: "institution",
    path: "/organisation/institution:cordis-938025988",
    heading: (said) => said("Organisation").organisation.name,
    shows: (said) => said("Organisation").organisation.facets.edges.map(({ node }) => node.name),
  },
  {
    name: "term",
    path: "/term/emerging-industry:experience-industries",
    heading: (said) => said("Term").concept.name,
    shows: (said) => [said("Term").concept.scheme.title],
    tables: (said) => ({ organisations: placed(said("Term").concept.organisations) }),
  },
  {
    name: "term-near",
    path: "/term/technology:textiles?tab=related",
    heading: (said) => said("Term").concept.name,
    tables: (said) => ({
      related: said("Related").concept.related.map(({ concept, coOccurrences }) => [
        concept.name,
        figure(coOccurrences),
      ]),
    }),
  },
  {
    name: "region",
    path: "/region/region:ES51",
    heading: (said) => said("Place").node.name,
    shows: (said) => [said("Place").node.nutsCode, said("Place").node.country.name],
    tables: (said) => ({ organisations: placed(said("Place").node.organisations) }),
  },
  {
    name: "country",
    path: "/country/country:ES",
    heading: (said) => said("Place").node.name,
    shows: (said) => [said("Place").node.code],
    tables: (said) => ({ organisations: placed(said("Place").node.organisations) }),
  },
  {
    name: "stage",
    path: "/stage/stage:sport%2Fproduction",
    heading: (said) => said("Place").node.name,
    shows: (said) => [said("Place").node.valueChain.name],
    tables: (said) => ({ organisations: placed(said("Place").node.organisations) }),
  },
  {
    name: "synergy",
    path: "/synergy/cluster:cordis-951533141/cluster:cordis-951845578",
    heading: (said) => `${said("Synergy").synergy.organisation.name} and ${said("Synergy").synergy.partner.name}`,
    shows: (said) => {
      const { score, novelty, absorbability, paths } = said("Synergy").synergy;
      const { adjustedPValue, note } = said("SynergyChance").synergy.significance;
      return [...[score, novelty, absorbability, adjustedPValue].map(digits), note, ...paths.map(({ text }) => text)];
    },
    tables: (said) => contributions(said("Synergy").synergy.contributions),
  },
  {
    name: "why",
    path: `/why/${CLUSTER}/cluster:mse`,
    heading: (said) => `Why ${said("Why").explain.from.name} and ${said("Why").explain.to.name} are connected`,
    shows: (said) => [
      `${figure(said("Why").explain.paths.totalCount)} path`,
      ...said("Why").explain.paths.nodes.map(({ text }) => text),
    ],
    tables: (said) => ({ patterns: said("Why").explain.patterns.map(({ pathCount }) => [figure(pathCount)]) }),
  },
  {
    name: "partnership",
    path: `/partnership/${PARTNERSHIP}`,
    heading: (said) => said("Partnership").partnership.name,
    shows: (said) => consortium(said("Consortium").consortium),
    tables: (said) => ({
      partners: said("Partnership").partnership.partners.edges.map(({ node }) => [node.name]),
      ...analysed(said),
    }),
  },
  {
    name: "partnership-members",
    path: `/partnership/${PARTNERSHIP}?tab=members`,
    heading: (said) => said("Partnership").partnership.name,
    tables: (said) => members(said),
  },
  {
    name: "partnership-eligibility",
    path: `/partnership/${PARTNERSHIP}?tab=eligibility&call=COS-CLUSTER-2018-03-02`,
    heading: (said) => said("Partnership").partnership.name,
    shows: (said) => [said("Eligibility").consortium.eligibility.source.title],
    tables: (said) => ({
      conditions: said("Eligibility").consortium.eligibility.conditions.map(({ text, met, note, provenance }) => [
        text,
        met === null ? "not known" : met ? "met" : "not met",
        note,
        provenance.quote,
      ]),
    }),
  },
  {
    name: "partnership-stages",
    path: `/partnership/${PARTNERSHIP}?tab=stages`,
    heading: (said) => said("Partnership").partnership.name,
    shows: (said) => {
      const { coveredShare, stages } = said("MemberStages").consortium.valueChain;
      const who = stages.flatMap(({ stage, organisations }) => [stage.name, ...names(organisations)]);
      return [share(coveredShare), ...who];
    },
  },
  {
    name: "partnership-terms",
    path: `/partnership/${PARTNERSHIP}?tab=terms&terms=all`,
    heading: (said) => said("Partnership").partnership.name,
    tables: (said) => ({
      terms: said("HeldTerms")
        .consortium.coverage.toSorted((one, other) => one.coveredBy.length - other.coveredBy.length)
        .map(({ concept, coveredBy }) => [concept.name, figure(coveredBy.length), ...names(coveredBy)]),
    }),
  },
  {
    name: "partnership-statements",
    path: `/partnership/${PARTNERSHIP}?tab=statements`,
    heading: (said) => said("Partnership").partnership.name,
    tables: (said) => statements(said("Statements").node),
  },
  {
    name: "consortium",
    path: `/consortium?members=${CLUSTER},cluster:mse&targets=sector:automotive,technology:sensors`,
    heading: () => "What 2 organisations can do together",
    shows: (said) => consortium(said("Consortium").consortium),
    tables: analysed,
  },
  {
    name: "consortium-members",
    path: `/consortium?members=${CLUSTER},cluster:mse&targets=technology:sensors&tab=members`,
    heading: () => "What 2 organisations can do together",
    tables: (said) => members(said),
  },
  {
    name: "value-chain",
    path: "/value-chain/value-chain:sport",
    heading: (said) => `Value chain: ${said("ValueChain").valueChain.name}`,
    tables: (said) => ({
      stages: said("ValueChain").valueChain.stages.map(({ position, name, organisations }) => [
        figure(position),
        name,
        ...names(organisations.nodes),
        figure(organisations.totalCount),
      ]),
    }),
  },
  {
    name: "network",
    path: `/network/${CLUSTER}?depth=2&kinds=CLUSTER,PARTNERSHIP,SECTOR,TECHNOLOGY_FIELD,S3_PRIORITY_AREA`,
    heading: (said) => `Around ${said("Network").node.name}`,
    shows: (said) => [`${figure(said("Network").subgraph.nodes.length)} nodes`, ...names(said("Network").subgraph.nodes)],
    tables: (said) => ({
      nodes: said("Network").subgraph.nodes.map(() => []),
      links: said("Network").subgraph.statements.map(() => []),
    }),
  },
  {
    name: "dataset",
    path: "/dataset?files=listed",
    heading: () => "Dataset",
    shows: (said) => [said("Dataset").dataset.version, said("Dataset").dataset.citation, "@misc{"],
    tables: (said) => ({
      counts: said("Dataset").dataset.counts.map(({ count }) => [figure(count)]),
      sources: said("Dataset").dataset.sources.map(({ title }) => [title]),
      classifications: said("Dataset").dataset.schemes.map(({ title }) => [title]),
      files: said("Files").dataset.distributions.map(({ format, sha256 }) => [format, sha256]),
    }),
  },
];

/** Return a number as the page writes it. */
export function figure(number) {
  return number === null ? "–" : number.toLocaleString("en-GB");
}

function names(entities) {
  return entities.map(({ name }) => name);
}

function facets(aggregate) {
  const groups = Object.values(aggregate).flatMap((list) => list.groups);
  return groups.filter(({ keys }) => keys[0].entity).map(({ count, keys }) => `${keys[0].entity.name} ${figure(count)}`);
}

function pairs({ nodes }) {
  return nodes.map(({ partner, score, novelty, absorbability }) => [
    partner.name,
    score.toFixed(3),
    share(novelty),
    share(absorbability),
  ]);
}

/** Terms that carry a synergy, by what they carry. */
function contributions(all) {
  const rows = (wanted) =>
    all.filter(({ part }) => part === wanted).map(({ concept, share: carried }) => [concept.name, digits(carried)]);
  return { novelty: rows("NOVELTY"), absorbability: rows("ABSORBABILITY") };
}

/** What a consortium covers, in texts. */
function consortium({ coveredShare, singlePointsOfFailure, notes }) {
  const lost = singlePointsOfFailure.flatMap(({ organisation, concepts }) => [organisation.name, ...names(concepts)]);
  return [digits(coveredShare), ...notes, ...lost];
}

/** The tables of what a consortium covers; one without a row is a sentence instead. */
function analysed(said) {
  const { coverage, gaps } = said("Consortium").consortium;
  const aims = coverage.filter(({ isTarget }) => isTarget);
  const found = {
    coverage: aims.map(({ concept, match, matches }) => [
      concept.name,
      digits(match),
      ...matches.flatMap(({ organisation, through }) => [organisation.name, through.name]),
    ]),
    gaps: gaps.map(({ concept, nearest }) => [concept.name, nearest?.name ?? "nobody"]),
    candidates: said("Candidates").consortium.candidates.map(({ organisation, gain, alternatives }) => [
      organisation.name,
      `+${share(gain)}`,
      figure(alternatives),
    ]),
  };
  return withRows(found);
}

/** What each member of a consortium brings, and how the members fit each other. */
function members(said) {
  return withRows({
    members: said("Consortium").consortium.contributions.map(({ member, shapley }) => [member.name, digits(shapley)]),
    pairs: said("MemberPairs").consortium.pairs.nodes.map(({ organisation, partner, score }) => [
      organisation.name,
      partner.name,
      digits(score),
    ]),
  });
}

function withRows(found) {
  return Object.fromEntries(Object.entries(found).filter(([, rows]) => rows.length > 0));
}

function digits(value) {
  return value === null ? null : value.toFixed(3);
}

/** Return a share as the page writes it; a small one with a digit after the point. */
export function share(value) {
  if (value > 0 && value < 0.0005) return "<0.1 %";
  return `${(value * 100).toFixed(value > 0 && value < 0.1 ? 1 : 0)} %`;
}

function partnership({ name, partnerCount }) {
  return [name, figure(partnerCount)];
}

function placed({ nodes }) {
  return nodes.map(({ name, country }) => [name, ...(country ? [country.name] : [])]);
}

function statements({ statements: { nodes }, facts }) {
  return {
    statements: nodes.map(({ subject, object, provenance }) => [
      subject.name,
      object.name,
      ...provenance.flatMap(({ locator, source }) => [locator, source.title]),
    ]),
    facts: facts.map(({ property, value }) => [property, value]),
  };
}
