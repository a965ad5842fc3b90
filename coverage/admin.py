from coverage.desk.admin import *
