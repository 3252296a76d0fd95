"""Reports of the CMS's menu « Rapports », for those who review opportunities."""
