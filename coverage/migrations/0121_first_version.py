from django.db import migrations


class Migration(migrations.Migration):
    """Below its value no page's versions begin; a restore raises it (`.docker/backup.sh leap`), and may have made it."""

    dependencies = [("coverage", "0092_video_words_and_captions")]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE IF NOT EXISTS coverage_first_version MINVALUE 0 START 0",
            "DROP SEQUENCE IF EXISTS coverage_first_version",
        ),
    ]
