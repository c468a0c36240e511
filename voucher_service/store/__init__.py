"""How is it kept? The only room that speaks DuckDB."""
