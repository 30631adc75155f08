"""Our nouns as JSON: with src/api/wire*.ts the only place that knows field names on the wire."""
