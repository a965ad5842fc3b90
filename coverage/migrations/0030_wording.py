import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Of PostgreSQL 14 and later. In any other language words are found as they stand.
LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
    "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
CASES = "\n".join(f"        WHEN '{language}' THEN '{name}'" for language, name in LANGUAGES.items())

# A vector holds 1 MB, and a longer one stops the save: 40,000 characters, twice, stay below that in any script.
WRITE = f"""
CREATE FUNCTION coverage_text_search(language text) RETURNS regconfig LANGUAGE sql STABLE AS $$
    SELECT (CASE lower(split_part(language, '-', 1))
{CASES}
        ELSE 'simple' END)::regconfig
$$;

CREATE FUNCTION coverage_wording(language text, headline text, kicker text, body text)
RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT to_tsvector(coverage_text_search(language), words) || to_tsvector('simple', words)
    FROM (SELECT headline || ' ' || kicker || ' ' || left(body, 40000) AS words) AS said
$$;

CREATE FUNCTION coverage_asked(config regconfig, words text) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN numnode(websearch_to_tsquery(config, words)) > 0 THEN websearch_to_tsquery(config, words)
        ELSE websearch_to_tsquery('simple', words) END
$$;

CREATE FUNCTION coverage_entry_worded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO coverage_wording (entry_id, words)
    SELECT NEW.id, coverage_wording(page.language, NEW.headline, NEW.kicker, NEW.body)
    FROM coverage_livepage AS page WHERE page.id = NEW.page_id
    ON CONFLICT (entry_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE TRIGGER entry_worded AFTER INSERT OR UPDATE OF headline, kicker, body, page_id ON coverage_entry
FOR EACH ROW EXECUTE FUNCTION coverage_entry_worded();

CREATE FUNCTION coverage_page_worded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE coverage_wording AS wording
    SET words = coverage_wording(NEW.language, entry.headline, entry.kicker, entry.body)
    FROM coverage_entry AS entry WHERE entry.id = wording.entry_id AND entry.page_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER page_worded AFTER UPDATE OF language ON coverage_livepage
FOR EACH ROW WHEN (OLD.language IS DISTINCT FROM NEW.language) EXECUTE FUNCTION coverage_page_worded();
"""
UNDO = """
DROP TRIGGER page_worded ON coverage_livepage;
DROP TRIGGER entry_worded ON coverage_entry;
DROP FUNCTION coverage_page_worded();
DROP FUNCTION coverage_entry_worded();
DROP FUNCTION coverage_wording(text, text, text, text);
DROP FUNCTION coverage_asked(regconfig, text);
DROP FUNCTION coverage_text_search(text);
"""


class Migration(migrations.Migration):
    dependencies = [("coverage", "0025_presence")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="wording",
                        serialize=False,
                        to="coverage.entry",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="wording_words")],
            },
        ),
        migrations.RunSQL(WRITE, UNDO),
    ]
