from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0041_snippet_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="livepage",
            name="people",
            field=models.ManyToManyField(
                blank=True,
                editable=False,
                related_name="assigned_pages",
                to=settings.AUTH_USER_MODEL,
                verbose_name="people",
            ),
        ),
    ]
