from django.db import migrations

OLD = """
INSERT INTO coverage_wording (entry_id, words)
SELECT entry.id, coverage_wording(page.language, entry.headline, entry.kicker, entry.body)
FROM coverage_entry AS entry JOIN coverage_livepage AS page ON page.id = entry.page_id
ON CONFLICT (entry_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("coverage", "0030_wording")]

    operations = [migrations.RunSQL(OLD, migrations.RunSQL.noop)]
