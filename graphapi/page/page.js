const examples = {
  "With whom could INDESCAT work across sectors, and why?": `{
  cluster(id: "cluster:indescat") {
    name
    synergies(first: 5, filter: { excludeExistingPartners: true }) {
      nodes {
        score novelty absorbability
        partner { id name country { code } }
        contributions { part relation share concept { name kind } relatedTo { name } }
        confidence { partnerProjects sameProfileCount inferredSectors }
      }
    }
  }
}`,
  "Which health-minded clusters outside Spain have 20 SMEs or more?": `{
  clusters(
    filter: {
      s3PriorityAreas: { anyOf: ["s3:public-health-and-security"] }
      not: { countries: ["ES"] }
      smeCount: { min: 20 }
    }
    orderBy: [{ field: SME_COUNT, direction: DESC }]
  ) {
    totalCount
    nodes { id name smeCount country { code } }
  }
}`,
  "Who is in the partnership SmartSports4GoodLife?": `{
  partnership(id: "partnership:smartsports4goodlife") {
    name title programme startDate notStated
    partners { nodes { id name region { name } country { name } } }
    targets { name }
    challenges { name }
  }
}`,
  "Where does a statement come from?": `{
  cluster(id: "cluster:indescat") {
    statements(predicates: [ACTIVE_IN_SECTOR, USES_TECHNOLOGY]) {
      totalCount
      nodes {
        predicate origin weight
        object { name }
        provenance { source { title } locator quote rule }
      }
    }
  }
}`,
  "What does this dataset hold?": `{
  dataset {
    title version licence citation
    counts { kind count }
    sources { title publisher url }
    schemes { title complete }
  }
}`,
};

const element = (id) => document.getElementById(id);

async function run() {
  element("status").textContent = "Asking …";
  try {
    const response = await fetch("graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" },
      body: JSON.stringify({ query: element("query").value }),
    });
    const answer = await response.json();
    element("answer").textContent = JSON.stringify(answer, null, 2);
    const errors = answer.errors ? answer.errors.length : 0;
    element("status").textContent = errors ? `Answered with ${errors} error${errors > 1 ? "s" : ""}.` : "Answered.";
    element("dataset").textContent = `A knowledge graph of partners and value chains. Dataset ${answer.extensions.dataset}.`;
  } catch (error) {
    element("answer").textContent = "";
    element("status").textContent = `No answer: ${error.message}. Is the server running?`;
  }
}

for (const title of Object.keys(examples)) element("example").add(new Option(title, title));
element("example").addEventListener("change", (event) => {
  element("query").value = examples[event.target.value];
  run();
});
element("run").addEventListener("click", run);
element("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
element("query").value = Object.values(examples)[0];
run();
