"""Tables of people and of contacts (CSV, XLSX): cells, columns, then what each line says."""
