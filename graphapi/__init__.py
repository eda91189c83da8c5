"""The GraphQL server of Synergraph."""
