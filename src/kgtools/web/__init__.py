"""The workbench: pages, a JSON interface and the SPARQL protocol over one project, read-only."""
