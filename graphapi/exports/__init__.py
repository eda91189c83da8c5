"""Files over HTTP: tables, views of the graph, and the whole dataset."""
