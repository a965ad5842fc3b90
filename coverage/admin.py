from coverage.desk.admin import *
from coverage.desk.people import *
