-- What audit's runtime user may do. Records can be added and read, never changed or removed.
GRANT SELECT, INSERT ON {schema}.records TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.scopes TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.source_marks TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.gaps TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.outbox TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.relay_state TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.inbox TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.dead_letters TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.consumer_attempts TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.idempotency_keys TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON {schema}.scheduled_runs TO {user};
