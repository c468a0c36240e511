-- Meaning: the sales of cars that two dealers sold as new, waiting for a person now.
-- Grain: one row a sale in conflict.
-- Columns: as sale_conflicts_at.
-- Units: none.
-- needs: sale_conflicts_at
CREATE OR REPLACE VIEW sale_conflicts AS FROM sale_conflicts_at(TIMESTAMP 'infinity');
