
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0005_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='LotTable',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'lodged_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.BinaryField()),
                ('worth', models.BigIntegerField()),
                ('containers', models.TextField()),
                ('subheadings', models.TextField()),
                ('lodged', models.ForeignKey(db_column='lodged', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entrytable')),
            ],
            options={
                'db_table': 'lot',
            },
        ),
    ]
