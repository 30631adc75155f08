"""Our data types as JSON. Only this package and src/api/wire*.ts know field names on the wire."""
