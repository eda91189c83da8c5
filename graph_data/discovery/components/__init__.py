"""What is known of a pair besides its score: optional components, each in [0, 1], None where it is not known."""

from graph_data.discovery.components.combining import Measured, components_of, skipped, total, values_of
from graph_data.discovery.components.s3_alignment import priorities_of_clusters

__all__ = ["Measured", "components_of", "priorities_of_clusters", "skipped", "total", "values_of"]
