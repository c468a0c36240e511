"""How do machines ask? Routers, the access table, the error table and OpenAPI."""
