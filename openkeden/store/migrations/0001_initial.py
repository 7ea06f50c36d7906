"""The tables."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EntryTable',
            fields=[
                ('index', models.BigIntegerField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('subject', models.CharField(max_length=64)),
                ('at', models.BigIntegerField()),
                ('body', models.BinaryField()),
                ('received', models.BinaryField()),
            ],
            options={
                'db_table': 'entry',
                'indexes': [models.Index(fields=['subject'], name='entry_subject')],
            },
        ),
        migrations.CreateModel(
            name='DeclarationTable',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('registration', models.CharField(max_length=24)),
                ('version', models.IntegerField()),
                ('declarant', models.CharField(max_length=64)),
                ('reference', models.CharField(max_length=64)),
                ('digest', models.BinaryField()),
                ('office', models.CharField(max_length=8)),
                ('direction', models.CharField(max_length=8)),
                ('dispatch_country', models.CharField(max_length=8)),
                ('destination_country', models.CharField(max_length=8)),
                ('border_mode', models.CharField(max_length=8)),
                ('registered_on', models.DateField()),
                ('state', models.CharField(max_length=24)),
                ('lane', models.CharField(max_length=8)),
                ('customs_value', models.BigIntegerField()),
                ('payable', models.BigIntegerField()),
                ('lodged', models.ForeignKey(db_column='lodged', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entrytable')),
                ('latest', models.ForeignKey(db_column='latest', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entrytable')),
            ],
            options={
                'db_table': 'declaration',
                'indexes': [models.Index(fields=['declarant', 'lodged'], name='declaration_declarant'), models.Index(fields=['office', 'state'], name='declaration_office')],
                'constraints': [models.UniqueConstraint(fields=('reference', 'declarant'), name='declaration_key'), models.UniqueConstraint(fields=('registration', 'version'), name='declaration_registration'), models.UniqueConstraint(fields=('lodged',), name='declaration_lodged')],
            },
        ),
        migrations.CreateModel(
            name='ItemTable',
            fields=[
                ('pk', models.CompositePrimaryKey('lodged_id', 'number', blank=True, editable=False, primary_key=True, serialize=False)),
                ('lodged', models.ForeignKey(db_column='lodged', db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='store.entrytable')),
                ('number', models.IntegerField()),
                ('code', models.CharField(max_length=10)),
                ('origin', models.CharField(max_length=8)),
                ('procedure', models.CharField(max_length=8)),
                ('gross_mass', models.BigIntegerField()),
                ('net_mass', models.BigIntegerField()),
                ('unit', models.CharField(max_length=16)),
                ('quantity', models.BigIntegerField()),
                ('customs_value', models.BigIntegerField()),
                ('statistical_value', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'item',
            },
        ),
        migrations.CreateModel(
            name='RefusalTable',
            fields=[
                ('entry', models.OneToOneField(db_column='entry', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='store.entrytable')),
                ('declarant', models.CharField(max_length=64)),
                ('reference', models.CharField(max_length=64)),
                ('digest', models.BinaryField()),
            ],
            options={
                'db_table': 'refusal',
                'indexes': [models.Index(fields=['declarant', 'reference'], name='refusal_key')],
            },
        ),
        migrations.CreateModel(
            name='SerialTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=8)),
                ('day', models.DateField()),
                ('last', models.IntegerField()),
            ],
            options={
                'db_table': 'serial',
                'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='serial_key')],
            },
        ),
        migrations.CreateModel(
            name='TraderTable',
            fields=[
                ('id', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('lodged', models.IntegerField()),
                ('refused', models.IntegerField()),
                ('irregularities', models.IntegerField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
            ],
            options={
                'db_table': 'trader',
            },
        ),
        migrations.CreateModel(
            name='AccountTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('payer', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=16)),
                ('balance', models.BigIntegerField()),
            ],
            options={
                'db_table': 'account',
                'constraints': [models.UniqueConstraint(fields=('payer', 'kind'), name='account_key'), models.CheckConstraint(condition=models.Q(('balance__gte', 0)), name='account_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='QuoteTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=8)),
                ('currency', models.CharField(max_length=3)),
                ('effective_on', models.DateField()),
                ('nominal', models.IntegerField()),
                ('value', models.BigIntegerField()),
                ('decimals', models.IntegerField()),
            ],
            options={
                'db_table': 'quote',
                'constraints': [models.UniqueConstraint(fields=('authority', 'currency', 'effective_on'), name='quote_key')],
            },
        ),
        migrations.CreateModel(
            name='QuotaUseTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quota', models.CharField(max_length=64)),
                ('share', models.CharField(max_length=80)),
                ('used', models.BigIntegerField()),
            ],
            options={
                'db_table': 'quota_use',
                'constraints': [models.UniqueConstraint(fields=('quota', 'share'), name='quota_use_key'), models.CheckConstraint(condition=models.Q(('used__gte', 0)), name='quota_use_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='TileTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.IntegerField()),
                ('index', models.BigIntegerField()),
                ('hashes', models.BinaryField()),
            ],
            options={
                'db_table': 'tile',
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='tile_key')],
            },
        ),
        migrations.CreateModel(
            name='HeadTable',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField()),
                ('frontier', models.BinaryField()),
                ('note', models.TextField()),
                ('at', models.BigIntegerField()),
            ],
            options={
                'db_table': 'head',
            },
        ),
    ]
