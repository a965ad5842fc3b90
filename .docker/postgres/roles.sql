-- Run once, by PostgreSQL's image, in a new volume: the site's login owns its database and has no right beyond it.
-- The superuser loses the password that it began with, and is let in by the socket in its container alone.
\set password `cat /secrets/database-password`
CREATE ROLE liveblog LOGIN PASSWORD :'password';
ALTER DATABASE liveblog OWNER TO liveblog;
ALTER ROLE CURRENT_USER PASSWORD NULL;
